namespace Torghut.Alpaca;

/// <summary>Where and how to reach one of Alpaca's REST interfaces.</summary>
public sealed record AlpacaRestOptions
{
    /// <summary>Root of the interface, for example <c>https://paper-api.alpaca.markets</c>.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Key pair sent with every request.</summary>
    public required AlpacaCredentials Credentials { get; init; }

    /// <summary>Time for one whole request, body included; default 10 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest answer that is read, bytes after decompression; default 32 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Deepest nesting of an answer; default 32.</summary>
    public int MaxJsonDepth { get; init; } = 32;

    /// <summary>Most pages that one historical query follows; default 10,000.</summary>
    public int MaxPages { get; init; } = 10_000;
}
