import json
import os
import math
import threading
from time import sleep
from types import MethodType
from opentrons import types
from opentrons.types import Point

metadata = {'protocolName': 'Bead Extraction', 'author': 'x', 'apiLevel': '2.8'}
NUM_SAMPLES = 16
STARTING_VOL = 200


class CancellationToken:
    def __init__(self):
        self.is_continued = False

    def set_true(self):
        self.is_continued = True

    def set_false(self):
        self.is_continued = False


def turn_on_blinking_notification(hardware, pause):
    while pause.is_continued:
        hardware.set_lights(rails=True)
        sleep(0.02)
        hardware.set_lights(rails=False)
        sleep(0.02)


def create_thread(ctx, cancel_token):
    t1 = threading.Thread(target=turn_on_blinking_notification, args=(ctx._hw_manager.hardware, cancel_token))
    t1.start()
    return t1


def run(ctx):
    ctx.set_rail_lights(True)
    flash = True
    threads = []
    cancellationToken = CancellationToken()

    def notify(msg):
        ctx.set_rail_lights(False)
        if flash:
            if not ctx._hw_manager.hardware.is_simulator:
                cancellationToken.set_true()
        threads.append(create_thread(ctx, cancellationToken))
        ctx.pause(msg)
        ctx.home()
        cancellationToken.set_false()
        threads[-1].join()
        ctx.set_rail_lights(True)

    magdeck = ctx.load_module('magnetic module gen2', '6')
    magplate = magdeck.load_labware('nest_96_wellplate_2ml_deep', 'deepwell plate')
    tempdeck = ctx.load_module('Temperature Module Gen2', '1')
    flatplate = tempdeck.load_labware('opentrons_96_aluminumblock_nest_wellplate_100ul')
    waste = ctx.load_labware('nest_1_reservoir_195ml', '9', 'Liquid Waste').wells()[0].top()
    res1 = ctx.load_labware('nest_12_reservoir_15ml', '5', 'reagent reservoir 1')
    num_cols = math.ceil(NUM_SAMPLES / 8)
    tips300 = [ctx.load_labware('opentrons_96_filtertiprack_200ul', slot) for slot in ['3', '8', '10', '11']]
    parking_rack = ctx.load_labware('opentrons_96_tiprack_300ul', '4', 'tiprack for parking')
    parking_spots = parking_rack.rows()[0][:num_cols]
    m300 = ctx.load_instrument('p300_multi_gen2', 'left', tip_racks=tips300)

    if not ctx.is_simulating() and os.path.isfile('/data/bead/tip_log.json'):
        tip_log = json.load(open('/data/bead/tip_log.json'))
    tip_log = {'count': {m300: 0}, 'tips': {m300: [tip for rack in tips300 for tip in rack.rows()[0]]}}
    tip_log['max'] = {pip: len(tip_log['tips'][pip]) for pip in [m300]}

    def _pick_up(pip, loc=None):
        if tip_log['count'][pip] == tip_log['max'][pip] and not loc:
            notify('Replace tips')
            pip.reset_tipracks()
            tip_log['count'][pip] = 0
        if loc:
            pip.pick_up_tip(loc)
        else:
            pip.pick_up_tip(tip_log['tips'][pip][tip_log['count'][pip]])
            tip_log['count'][pip] += 1

    def slow_tip_withdrawal(self, speed_limit, well_location):
        if self.mount == 'right':
            axis = 'A'
        else:
            axis = 'Z'
        previous_limit = None
        if axis in ctx.max_speeds.keys():
            for key, value in ctx.max_speeds.items():
                if key == axis:
                    previous_limit = value
        ctx.max_speeds[axis] = speed_limit
        self.move_to(well_location.top())
        ctx.max_speeds[axis] = previous_limit

    def pick_up_or_refill(self):
        try:
            self.pick_up_tip()
        except Exception:
            ctx.pause('refill')
            self.reset_tipracks()
            self.pick_up_tip()

    for pipette_object in [m300]:
        for method in [slow_tip_withdrawal, pick_up_or_refill]:
            setattr(pipette_object, method.__name__, MethodType(method, pipette_object))

    m300.flow_rate.aspirate = 50
    m300.flow_rate.dispense = 150
    m300.flow_rate.blow_out = 300
    mag_samples_m = magplate.rows()[0][:num_cols]
    elution = flatplate.rows()[0][:num_cols]
    for well in magplate.wells():
        well.liq_vol = STARTING_VOL
    assert magplate['A1'].liq_vol == STARTING_VOL
    assert magplate['A1'] is magplate.wells()[0] is magplate.rows()[0][0] is mag_samples_m[0]
    magdeck.disengage()
    tempdeck.set_temperature(4)
    for i, (m, spot) in enumerate(zip(mag_samples_m, parking_spots)):
        _pick_up(m300, spot)
        num_trans = math.ceil(STARTING_VOL / 150)
        for _ in range(num_trans):
            if m300.current_volume > 0:
                m300.dispense(m300.current_volume, res1.wells()[0].top())
            m300.move_to(res1.wells()[0].center())
            m300.transfer(STARTING_VOL / num_trans, res1.wells()[0], m.top(), air_gap=20, new_tip='never')
            m300.air_gap(20)
        m300.dispense(m300.current_volume, m.top())
        m300.mix(3, 150, m.bottom(3))
        m300.blow_out(m.top(-2))
        m300.slow_tip_withdrawal(10, m)
        m300.air_gap(20)
        m300.drop_tip(spot)
    notify('Place plate')
    magdeck.engage(height=6.8)
    ctx.delay(minutes=2, msg='Incubating on MagDeck for 2 minutes.')
    for m, spot in zip(mag_samples_m, parking_spots):
        _pick_up(m300, spot)
        side = -1 if mag_samples_m.index(m) % 2 == 0 else 1
        loc = m.bottom(0.5).move(Point(x=side * 2))
        m300.move_to(m.center())
        m300.aspirate(180, loc)
        m300.dispense(180, waste)
        m300.air_gap(20)
        m300.drop_tip()
    magdeck.engage(height_from_base=4)
    magdeck.engage()
    assert magdeck.status == 'engaged'
    magdeck.disengage()
    for m, e in zip(mag_samples_m, elution):
        m300.pick_up_or_refill()
        m300.transfer(50, m.bottom().move(types.Point(x=1.5, y=0, z=0.7)), e.bottom(5), air_gap=20, new_tip='never')
        m300.blow_out(e.top(-2))
        m300.drop_tip()
    tempdeck.deactivate()
