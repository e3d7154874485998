using Torghut.Common.Configuration;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>What the stream of new bars and signals may cost.</summary>
internal sealed class LiveOptions
{
    [ConfigurationKey("OPS_TA_STREAM_CLIENTS", "Streams at once; one more is refused.", Min = 1, Max = 10_000)]
    public int MaxClients { get; set; } = 64;

    [ConfigurationKey("OPS_TA_STREAM_BUFFER_RECORDS",
        "Newest records that are kept for all streams; a client that is further behind is cut.", Min = 16, Max = 1_000_000)]
    public int BufferRecords { get; set; } = 20_000;

    [ConfigurationKey("OPS_TA_STREAM_CATCH_UP_RECORDS",
        "The most offsets that are read again from the logs for a stream that resumes; beyond, it is sent a gap.", Min = 0, Max = 10_000_000)]
    public int MaxCatchUp { get; set; } = 100_000;

    [ConfigurationKey("OPS_TA_STREAM_WRITE_SECONDS", "Longest that a client may take no more bytes before it is cut.", Min = 1, Max = 300)]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
