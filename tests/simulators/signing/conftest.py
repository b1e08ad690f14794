from tests.certificates.signing.conftest import doctor, draft, heard

__all__ = ["doctor", "draft", "heard"]
