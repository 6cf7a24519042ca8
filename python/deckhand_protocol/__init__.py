"""What a Python protocol talks to: the Python Protocol API v2 of an OT-2, in front of the node that runs the robot."""
