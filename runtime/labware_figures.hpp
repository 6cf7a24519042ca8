/// The figures of the shipped labware as constant data. Only labware_catalogue.cpp reads them.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace deckhand {

/// Equal wells in rows and columns. x grows by dx a column, y falls by dy a row.
struct well_grid {
  int rows = 0, columns = 0;
  double x_mm = 0, y_mm = 0, z_mm = 0;  ///< bottom centre of the first well
  double dx_mm = 0, dy_mm = 0;
  double depth_mm = 0;
  double diameter_mm = 0;  ///< 0 for rectangular wells
  double size_x_mm = 0, size_y_mm = 0;
  double capacity_ul = 0;
};

struct labware_figures {
  std::string_view load_name;
  std::string_view display_name;  ///< also how protocols' texts call it
  int newest_version = 1;
  std::string_view format;
  double width_mm = 0, length_mm = 0, height_mm = 0;
  std::array<well_grid, 2> grids;            ///< the second one's columns are counted on from the first; empty for most
  std::string_view bottom_shape = {};        ///< "v", "u" or "flat"; empty for racks
  double tip_length_mm = 0, overlap_mm = 0;  ///< tip racks only
  double magnet_height_mm = 0;               ///< 0: does not fit the magnetic module
  std::string_view quirks = {};              ///< separated by commas
  double newest_height_mm = 0;               ///< where the newest version stands taller than the first
};

/// How deep labware, in its newest version, sinks into an adapter or a module that it is made to stand on.
struct stacking_overlap {
  std::string_view load_name, below;  ///< below: the load name of an adapter or the model of a module
  double overlap_mm = 0;
};

std::span<const labware_figures> all_labware_figures();
std::span<const stacking_overlap> adapter_overlaps();
std::span<const stacking_overlap> module_overlaps();

}  // namespace deckhand
