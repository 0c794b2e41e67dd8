"""Nothing lost, nothing doubled: the whole system on fakes and a virtual clock, in every order and with every crash."""
