"""XML namespaces of the field, and the prefix each gets in what we write."""

from __future__ import annotations

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
XSD = "http://www.w3.org/2001/XMLSchema"
REGISTRY = "urn:riv:itintegration:registry:1"
ADDRESSING = "http://www.w3.org/2005/08/addressing"

CERT = "urn:riv:clinicalprocess:healthcond:certificate:3"
CERT_32 = "urn:riv:clinicalprocess:healthcond:certificate:3.2"
CERT_33 = "urn:riv:clinicalprocess:healthcond:certificate:3.3"
CERT_34 = "urn:riv:clinicalprocess:healthcond:certificate:3.4"
TYPES = "urn:riv:clinicalprocess:healthcond:certificate:types:3"
LOG = "urn:riv:informationsecurity:auditing:log:2"
HEALTHREPORTING = "urn:riv:insuranceprocess:healthreporting:2"
HEALTHREPORTING_MESSAGES = "urn:riv:insuranceprocess:healthreporting:medcertqa:1"

CREATE_DRAFT = "urn:riv:clinicalprocess:healthcond:certificate:CreateDraftCertificateResponder:3"
STATUS_UPDATE = "urn:riv:clinicalprocess:healthcond:certificate:CertificateStatusUpdateForCareResponder:3"
STATUS_UPDATE_32 = "urn:riv:clinicalprocess:healthcond:certificate:CertificateStatusUpdateForCareResponder:3.2"
REGISTER = "urn:riv:clinicalprocess:healthcond:certificate:RegisterCertificateResponder:3"
SEND_TO_RECIPIENT = "urn:riv:clinicalprocess:healthcond:certificate:SendCertificateToRecipientResponder:2"
REVOKE = "urn:riv:clinicalprocess:healthcond:certificate:RevokeCertificateResponder:2"
MESSAGE_TO_CARE = "urn:riv:clinicalprocess:healthcond:certificate:SendMessageToCareResponder:2"
MESSAGE_TO_RECIPIENT = "urn:riv:clinicalprocess:healthcond:certificate:SendMessageToRecipientResponder:2"
LIST_FOR_CARE_WITH_QA = "urn:riv:clinicalprocess:healthcond:certificate:ListCertificatesForCareWithQAResponder:3"
ADDITIONS = "urn:riv:clinicalprocess:healthcond:certificate:GetCertificateAdditionsResponder:1"
RECEIVE_QUESTION = "urn:riv:insuranceprocess:healthreporting:ReceiveMedicalCertificateQuestionResponder:1"
RECEIVE_ANSWER = "urn:riv:insuranceprocess:healthreporting:ReceiveMedicalCertificateAnswerResponder:1"
GET_CERTIFICATE = "urn:riv:clinicalprocess:healthcond:certificate:GetCertificateResponder:2"
LIST_FOR_CARE = "urn:riv:clinicalprocess:healthcond:certificate:ListCertificatesForCareResponder:3"
SET_STATUS = "urn:riv:clinicalprocess:healthcond:certificate:SetCertificateStatusResponder:2"
STORE_LOG = "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2"

DSIG = "http://www.w3.org/2000/09/xmldsig#"
DSIG_FILTER2 = "http://www.w3.org/2002/06/xmldsig-filter2"

PREFIXES: dict[str, str] = {
    SOAP: "soapenv",
    REGISTRY: "itr",
    ADDRESSING: "wsa",
    CERT: "c",
    CERT_32: "c32",
    CERT_33: "c33",
    CERT_34: "c34",
    TYPES: "t",
    LOG: "l",
    HEALTHREPORTING: "h",
    HEALTHREPORTING_MESSAGES: "qa",
    CREATE_DRAFT: "d",
    STATUS_UPDATE: "u",
    STATUS_UPDATE_32: "u32",
    REGISTER: "r",
    SEND_TO_RECIPIENT: "s",
    REVOKE: "v",
    MESSAGE_TO_CARE: "m",
    MESSAGE_TO_RECIPIENT: "m",
    LIST_FOR_CARE_WITH_QA: "q",
    ADDITIONS: "a",
    RECEIVE_QUESTION: "m",
    RECEIVE_ANSWER: "m",
    GET_CERTIFICATE: "g",
    LIST_FOR_CARE: "lc",
    SET_STATUS: "ss",
    STORE_LOG: "s",
    DSIG: "ds",
    DSIG_FILTER2: "f",
}
