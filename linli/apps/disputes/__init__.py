"""Disputes between neighbours, mediated in confidence (矛盾纠纷调解)."""
