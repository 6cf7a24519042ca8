/// Labware definitions: what the catalogue ships, and what a protocol brings along.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "runtime/geometry.hpp"

namespace deckhand {

enum class well_origin : unsigned char { top, bottom, center, meniscus };

struct well_geometry {
  point bottom_centre;  ///< relative to the labware's front-left-bottom corner
  double depth_mm = 0;
  double capacity_ul = 0;
  bool is_circular = true;
  double diameter_mm = 0;  ///< circular wells
  double size_x_mm = 0;    ///< extent along x: the diameter of a circular well
  double size_y_mm = 0;
};

/// A labware definition (schema 2) made ready for geometry. Immutable and shared.
struct labware_definition {
  std::string uri;  ///< "namespace/load_name/version"
  std::string load_name;
  std::string definition_namespace;
  int version = 1;
  std::string display_name;
  bool is_tip_rack = false;
  double tip_length_mm = 0;   ///< tip racks only
  double tip_overlap_mm = 0;  ///< as the definition states it; a pipette's own table comes first
  point corner_offset;
  double height_mm = 0;
  std::vector<std::string> quirks;
  std::map<std::string, well_geometry, std::less<>> wells;
  std::vector<std::vector<std::string>> ordering;  ///< columns of well names, back to front
  nlohmann::json document;                         ///< the whole definition

  bool has_quirk(std::string_view quirk) const;
  const well_geometry* find_well(std::string_view name) const;
};
using labware_definition_ptr = std::shared_ptr<const labware_definition>;

/// Reads a schema-2 definition. The error names the place, for example "parameters.loadName: is missing".
tl::expected<labware_definition_ptr, std::string> read_labware_definition(const nlohmann::json& document);

/// The shipped catalogue (labware_figures.cpp). nullptr where it has no such labware. Built on first use, callable from any
/// thread.
labware_definition_ptr find_shipped_labware(std::string_view definition_namespace, std::string_view load_name, int version);
/// All shipped URIs, sorted.
std::vector<std::string> shipped_labware_uris();

}  // namespace deckhand
