"""One exchange with a provider over HTTP, bounded as a whole in time and bytes."""

from reprise.providers.exchange.bounded import Answer, Request, exchange
from reprise.providers.exchange.headers import bearer
from reprise.providers.exchange.line import Allowance, Unheard

__all__ = ["Allowance", "Answer", "Request", "Unheard", "bearer", "exchange"]
