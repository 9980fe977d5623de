// What we send, in the words of Slack's own types. A JSON Schema is made of it; see package.json.
import type { HomeView, KnownBlock, MessageMetadata, ModalView } from "@slack/types";

// @slack/types 3.2.0 doesn't know this block yet. By its reference page:
// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
interface DataPoint {
  /** @maxLength 20 @minLength 1 */
  label: string;
  value: number;
}

interface DataSeries {
  /** @maxLength 20 @minLength 1 */
  name: string;
  /** @minItems 1 @maxItems 20 */
  data: DataPoint[];
}

interface AxisConfig {
  /** @minItems 1 @maxItems 20 @uniqueItems true */
  categories: string[];
  /** @maxLength 50 */
  x_label?: string;
  /** @maxLength 50 */
  y_label?: string;
}

export interface DataVisualizationBlock {
  type: "data_visualization";
  /** @maxLength 50 @minLength 1 */
  title: string;
  chart: {
    type: "bar" | "area" | "line";
    /** @minItems 1 @maxItems 6 */
    series: DataSeries[];
    axis_config: AxisConfig;
  };
  block_id?: string;
}

type Block = KnownBlock | DataVisualizationBlock;

export interface Message {
  text: string;
  blocks: Block[];
  mrkdwn: false;
  parse: "none";
  link_names: false;
  unfurl_links: false;
  unfurl_media: false;
  metadata?: MessageMetadata;
}

export type Modal = Omit<ModalView, "blocks"> & { blocks: KnownBlock[] };
export type Home = Omit<HomeView, "blocks"> & { blocks: KnownBlock[] };
