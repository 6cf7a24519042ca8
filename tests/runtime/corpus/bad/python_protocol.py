metadata = {"apiLevel": "2.13"}


def run(protocol):
    protocol.home()
