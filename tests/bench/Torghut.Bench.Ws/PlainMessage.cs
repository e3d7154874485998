using System.Text.Json.Serialization;

namespace Torghut.Bench.Ws;

/// <summary>A trade or a quote as <see cref="System.Text.Json.JsonSerializer"/> reads it.</summary>
internal sealed class PlainMessage
{
    [JsonPropertyName("T")]
    public string Type { get; set; } = "";

    [JsonPropertyName("S")]
    public string Symbol { get; set; } = "";

    [JsonPropertyName("i")]
    public long Id { get; set; }

    [JsonPropertyName("x")]
    public string Exchange { get; set; } = "";

    [JsonPropertyName("p")]
    public double Price { get; set; }

    [JsonPropertyName("s")]
    public double Size { get; set; }

    [JsonPropertyName("bx")]
    public string BidExchange { get; set; } = "";

    [JsonPropertyName("bp")]
    public double BidPrice { get; set; }

    [JsonPropertyName("bs")]
    public double BidSize { get; set; }

    [JsonPropertyName("ax")]
    public string AskExchange { get; set; } = "";

    [JsonPropertyName("ap")]
    public double AskPrice { get; set; }

    [JsonPropertyName("as")]
    public double AskSize { get; set; }

    [JsonPropertyName("c")]
    public string[] Conditions { get; set; } = [];

    [JsonPropertyName("z")]
    public string Tape { get; set; } = "";

    [JsonPropertyName("t")]
    public string Time { get; set; } = "";
}
