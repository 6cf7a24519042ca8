"""Names of the hardware that protocols import; the hardware itself is the node's."""
