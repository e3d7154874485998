using Torghut.Common.Configuration;
using Torghut.Contracts.Records;

namespace Torghut.Ws.Stream;

/// <summary>Alpaca's market-data socket.</summary>
internal sealed class StreamOptions : IValidatableOptions
{
    private static readonly string[] Known = [Channels.Trades, Channels.Quotes, Channels.Bars, Channels.UpdatedBars];

    [ConfigurationKey("ALPACA_KEY_ID", "Public half of the Alpaca key.", Required = true, Secret = true)]
    public string KeyId { get; set; } = "";

    [ConfigurationKey("ALPACA_SECRET_KEY", "Secret half of the Alpaca key.", Required = true, Secret = true)]
    public string SecretKey { get; set; } = "";

    [ConfigurationKey("ALPACA_FEED", "Feed below /v2/ of the stream, for example iex or sip.")]
    public string Feed { get; set; } = "iex";

    [ConfigurationKey("ALPACA_STREAM_URL", "Root of the market-data stream.", Schemes = "wss,ws")]
    public Uri StreamUrl { get; set; } = new("wss://stream.data.alpaca.markets");

    [ConfigurationKey("ALPACA_BASE_URL", "Root of the historical REST interface.", Schemes = "https,http")]
    public Uri BaseUrl { get; set; } = new("https://data.alpaca.markets");

    [ConfigurationKey("ALPACA_MARKET_DATA_CHANNELS", "Channels to subscribe: trades, quotes, bars, updatedBars.")]
    public IReadOnlyList<string> MarketDataChannels { get; set; } = Known;

    [ConfigurationKey("SUBSCRIBE_BATCH_SIZE", "Most symbols in one subscribe message.", Min = 1, Max = 3000)]
    public int SubscribeBatchSize { get; set; } = 200;

    [ConfigurationKey("RECONNECT_BASE_MS", "Longest wait before the first reconnect; doubles with every further one.", Min = 1, Max = 60_000)]
    public TimeSpan ReconnectBase { get; set; } = TimeSpan.FromMilliseconds(500);

    [ConfigurationKey("RECONNECT_MAX_MS", "Longest wait before any reconnect.", Min = 1, Max = 600_000)]
    public TimeSpan ReconnectMax { get; set; } = TimeSpan.FromSeconds(30);

    [ConfigurationKey("STREAM_SILENCE_SECONDS", "Silence after which the connection counts as dead; doubles while reconnecting brings no data.", Min = 1,
        Max = 3600)]
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(60);

    [ConfigurationKey("STREAM_SILENCE_READY_SECONDS", "Silence after which the service is not ready; the connection stays until STREAM_SILENCE_SECONDS.",
        Min = 1, Max = 3600)]
    public TimeSpan SilenceReady { get; set; } = TimeSpan.FromSeconds(10);

    [ConfigurationKey("STREAM_SILENCE_MARKET_HOURS_ONLY", "Whether silence counts only while the US equity market is open.")]
    public bool SilenceInMarketHoursOnly { get; set; } = true;

    [ConfigurationKey("STREAM_MAX_FRAME_BYTES", "Largest frame that is read.", Min = 65_536, Max = 67_108_864)]
    public int MaxFrameBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The feed's full address.</summary>
    public Uri Address => new($"{StreamUrl.AbsoluteUri.TrimEnd('/')}/v2/{Uri.EscapeDataString(Feed)}");

    public IEnumerable<ConfigurationProblem> Validate()
    {
        var unknown = MarketDataChannels.Except(Known, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0 || MarketDataChannels.Count == 0)
        {
            yield return new("ALPACA_MARKET_DATA_CHANNELS", "some of " + string.Join(", ", Known), $"'{string.Join(',', MarketDataChannels)}'");
        }

        if (ReconnectMax < ReconnectBase)
        {
            yield return new("RECONNECT_MAX_MS", "at least RECONNECT_BASE_MS", $"{ReconnectMax.TotalMilliseconds}");
        }
    }
}
