"""Our WSDL says what the official one says, with the endpoint's own address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import zeep
from zeep.transports import Transport

from rivta.contracts import Contract, all_contracts
from tests.contracts.official import needs_official, wsdl_for

ADDRESS = "http://endpoint.test/services/some-contract/v1.0"
SHARED_WITH_OTHERS = ("auditing", "registry", "addressing", ":directory:", ":persons:person:")
"""The official core files of these domains also hold types of contracts that are not ours."""
CONTRACTS = pytest.mark.parametrize("contract", all_contracts(), ids=lambda contract: contract.schema.parent.name)


class OurFiles(Transport):
    """Serves a contract's documents as its endpoint would."""

    def __init__(self, contract: Contract) -> None:
        super().__init__()
        self.contract = contract
        self.fetched: set[str] = set()

    def load(self, url: str) -> bytes:
        address, _, query = url.partition("?")
        assert address == ADDRESS
        self.fetched.add(query)
        if query == "wsdl":
            return self.contract.wsdl(ADDRESS)
        return self.contract.schema_document(query.removeprefix("xsd="), ADDRESS)


def without_prefixes(signature: str) -> str:
    """zeep numbers the namespaces in the order in which it meets them."""
    return re.sub(r"\bns\d+:", "", signature)


def described(client: zeep.Client) -> dict[str, object]:
    """What a generated client sees: service, port, binding, operations, header, signature, the shape of the types."""
    seen: dict[str, object] = {}
    for service in client.wsdl.services.values():
        for port in service.ports.values():
            seen["names"] = (service.name, port.name, str(port.binding.name), str(port.binding.port_name))
            for name, operation in port.binding._operations.items():
                seen[name] = (
                    operation.soapaction,
                    operation.style,
                    without_prefixes(operation.input.signature()),
                    without_prefixes(operation.output.signature()),
                    str(operation.input.header.signature()),
                )
    return seen


@needs_official
@CONTRACTS
def test_zeep_sees_the_same_operations_in_ours_and_in_the_official_wsdl(contract: Contract) -> None:
    ours = zeep.Client(f"{ADDRESS}?wsdl", transport=OurFiles(contract))
    official = zeep.Client(str(wsdl_for(contract)))

    assert described(ours) == described(official)


@needs_official
@CONTRACTS
def test_a_generated_client_finds_the_same_types_in_both(contract: Contract) -> None:
    def types(client: zeep.Client) -> set[str]:
        return {str(item.qname) for item in client.wsdl.types.types if item.qname and "Log" not in str(item.qname)}

    ours = types(zeep.Client(f"{ADDRESS}?wsdl", transport=OurFiles(contract)))
    official = types(zeep.Client(str(wsdl_for(contract))))

    assert ours <= official
    assert {name for name in official - ours if not any(part in name for part in SHARED_WITH_OTHERS)} == set()


@CONTRACTS
def test_the_wsdl_carries_the_address_of_the_endpoint(contract: Contract) -> None:
    client = zeep.Client(f"{ADDRESS}?wsdl", transport=OurFiles(contract))
    (service,) = client.wsdl.services.values()
    (port,) = service.ports.values()

    assert port.binding_options["address"] == ADDRESS


@CONTRACTS
def test_every_schema_is_fetched_from_the_endpoint_itself(contract: Contract) -> None:
    files = OurFiles(contract)
    zeep.Client(f"{ADDRESS}?wsdl", transport=files)

    assert files.fetched == {"wsdl", *(f"xsd={name}" for name in contract.schema_files())}


def test_each_contract_folder_has_its_own_constant() -> None:
    import rivta.contracts as module

    names = {path.parent.name for path in Path(str(module.__file__)).parent.glob("*/contract.toml")}

    assert len(names) == len(all_contracts())
    assert module.CREATE_DRAFT_CERTIFICATE_3 is module.get("CreateDraftCertificate", 3)
    assert module.STORE_LOG_2.namespace == "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2"


def test_a_contract_without_a_folder_is_an_attribute_error() -> None:
    import rivta.contracts as module

    with pytest.raises(AttributeError):
        module.NO_SUCH_CONTRACT_9  # noqa: B018
