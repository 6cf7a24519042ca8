def get_values(*names):
    import json
    _all_values = json.loads("""{"volumes_csv":"source,dest,volume\\nA1,A1,20\\nB1,A2,35.5\\nC1,A3,120\\n,,\\n","p20_mount":"right","p300_mount":"left","sample_count":12,"reset_tips":"yes"}""")
    return [_all_values[n] for n in names]


import csv
import json
import math
import os
from opentrons import types
from opentrons.protocol_api.labware import OutOfTipsError

metadata = {
    'protocolName': 'Normalization',
    'author': 'Someone <someone@example.com>',
    'source': 'Custom Protocol Request',
    'apiLevel': '2.2'
}


def run(ctx):
    [volumes_csv, p20_mount, p300_mount, sample_count, reset_tips] = get_values(  # noqa: F821
        'volumes_csv', 'p20_mount', 'p300_mount', 'sample_count', 'reset_tips')

    tips20 = [ctx.load_labware('opentrons_96_filtertiprack_20ul', slot) for slot in ['1', '4']]
    tips300 = [ctx.load_labware('opentrons_96_tiprack_300ul', '7', 'big tips')]
    source = ctx.load_labware('nest_96_wellplate_2ml_deep', '2', 'source plate')
    dest = ctx.load_labware('biorad_96_wellplate_200ul_pcr', '3')
    res = ctx.load_labware('nest_12_reservoir_15ml', '5')
    tuberack = ctx.load_labware('opentrons_10_tuberack_falcon_4x50ml_6x15ml_conical', '6')
    p20 = ctx.load_instrument('p20_single_gen2', p20_mount, tip_racks=tips20)
    p300 = ctx.load_instrument('p300_multi_gen2', p300_mount, tip_racks=tips300)

    folder_path = '/data/A'
    tip_file_path = folder_path + '/tip_log.json'
    if reset_tips == 'no' and not ctx.is_simulating():
        if os.path.isfile(tip_file_path):
            with open(tip_file_path) as json_file:
                data = json.load(json_file)
                tip_count = data['tips20']
        else:
            tip_count = 0
    else:
        tip_count = 0
    all_tips = [tip for rack in tips20 for tip in rack.wells()]

    def pick_up():
        nonlocal tip_count
        if tip_count == len(all_tips):
            ctx.pause('Replace the tips before resuming.')
            [rack.reset() for rack in tips20]
            tip_count = 0
        p20.pick_up_tip(all_tips[tip_count])
        tip_count += 1

    h = 20.0
    tube = tuberack.wells()[-1]

    def h_track(vol):
        nonlocal h
        dh = vol / (math.pi * (tube.diameter / 2) ** 2)
        h = max(h - dh, 5)
        return tube.bottom(h)

    rows = [[v.strip() for v in line.split(',')] for line in volumes_csv.splitlines()[1:] if line and line.split(',')[0].strip()]
    reader = list(csv.reader(volumes_csv.splitlines()))
    assert reader[1][0] == 'A1'
    for s, d, vol in rows:
        vol = float(vol)
        pick_up()
        if vol > 20:
            p20.transfer(vol, source.wells_by_name()[s], dest.wells_by_name()[d].bottom(2), new_tip='never', mix_before=(2, 10), air_gap=2)
        else:
            p20.aspirate(vol, h_track(vol))
            p20.touch_tip(v_offset=-3, radius=0.8)
            p20.dispense(vol, dest[d])
            p20.blow_out(dest[d].top(-2))
        p20.drop_tip()

    p300.distribute(30, res.wells()[0], [col[0] for col in dest.columns()[:4]], disposal_volume=20)
    p300.transfer(50, res.rows()[0][1], dest.rows()[0][:3], new_tip='always', mix_after=(3, 40), blow_out=True)
    p300.consolidate(25, dest.rows()[0][:3], res.wells('A12'), new_tip='once')
    side = 1
    for i, well in enumerate(dest.rows()[0][:2]):
        p300.pick_up_tip()
        loc = well.bottom().move(types.Point(x=side * well.diameter / 2 * 0.9, y=0, z=1))
        p300.move_to(well.center())
        p300.aspirate(30, loc)
        p300.move_to(well.top(5))
        p300.air_gap(20)
        p300.dispense(50, res.wells()[11].top())
        p300.return_tip()
    ctx.max_speeds['Z'] = 50
    ctx.max_speeds['A'] = 50
    del ctx.max_speeds['Z']
    p300.flow_rate.aspirate = 30
    p300.flow_rate.blow_out = 300
    ctx.delay(seconds=30, msg='wait a bit')
    ctx.pause()
    ctx.comment('\n\nprotocol complete\n')
    if not ctx.is_simulating():
        if not os.path.isdir(folder_path):
            os.mkdir(folder_path)
        with open(tip_file_path, 'w') as outfile:
            json.dump({'tips20': tip_count}, outfile)
