namespace Torghut.Sandbox.Alpaca;

/// <summary>Everything that can be set on one simulated Alpaca account.</summary>
public sealed record AlpacaSimulatorOptions
{
    /// <summary>Address to bind to.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>The account's key id, checked on every socket and request.</summary>
    public string KeyId { get; init; } = "sandbox-key";

    /// <summary>The account's secret key.</summary>
    public string SecretKey { get; init; } = "sandbox-secret";

    /// <summary>The market-data feed the account may use; any other feed answers 409. <c>test</c> is always allowed.</summary>
    public string Feed { get; init; } = "iex";

    /// <summary>Symbols to serve; empty means a default set (synthetic) or every symbol recorded on the date (LEAN).</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Synthetic or recorded market data.</summary>
    public TickSourceKind Source { get; init; } = TickSourceKind.Synthetic;

    /// <summary>A LEAN data folder (the one that holds <c>equity/usa/tick</c>); required for <see cref="TickSourceKind.Lean"/>.</summary>
    public string? TicksDirectory { get; init; }

    /// <summary>Recorded day to replay (required for LEAN), or the day whose 09:30 New York a synthetic source starts at (default: now).</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Time of day in New York at which a replay begins, leaving out what was recorded before; default: the recording's first tick.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>Milliseconds of market time per millisecond of real time; 0 means as fast as the sockets take it.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Seed of prices, arrivals and partial fills.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Add a constant to every recorded time so that the first tick happens when the replay starts.</summary>
    public bool ShiftToNow { get; init; }

    /// <summary>Hold the source until a client has subscribed; default: only for LEAN, so that nothing of the day is lost before.</summary>
    public bool? WaitForSubscriber { get; init; }

    /// <summary>How long subscriptions that do not cover every symbol must be unchanged to count as complete.</summary>
    public TimeSpan SubscriberSettle { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the market is open at all hours; default: only for a synthetic source.</summary>
    public bool? AlwaysOpen { get; init; }

    /// <summary>Mean trades per second of one synthetic symbol of ordinary activity, &gt; 0.</summary>
    public double TradesPerSecond { get; init; } = 4;

    /// <summary>Share of synthetic trades reported 2 to 40 s late, 0 to 1; they cause updated bars.</summary>
    public double LateTrades { get; init; }

    /// <summary>Where the account and the order ledger are kept as JSON lines, for the next run to go on with; null keeps them in memory only.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>How long a market-data session that was not closed properly keeps its connection slot (Alpaca: about 90 s).</summary>
    public TimeSpan SlotHold { get; init; } = TimeSpan.Zero;

    /// <summary>Market-data connections per feed; one more answers 406.</summary>
    public int ConnectionLimit { get; init; } = 1;

    /// <summary>Symbols one connection may subscribe to; null means unlimited.</summary>
    public int? SymbolLimit { get; init; }

    /// <summary>What <see cref="SymbolLimit"/> counts.</summary>
    public SymbolLimitCounting SymbolLimitCounting { get; init; } = SymbolLimitCounting.UniqueSymbols;

    /// <summary>Bytes of one message of a client at most; a longer one ends its connection.</summary>
    public int MaxClientMessage { get; init; } = 1024 * 1024;

    /// <summary>How long a market-data client may take to authenticate before it gets 404.</summary>
    public TimeSpan AuthTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the server closes the socket after it refused credentials (402) or feed (409); Alpaca does not say.</summary>
    public bool CloseAfterAuthFailure { get; init; } = true;

    /// <summary>A market-data client that takes nothing for this long is cut off; null waits for ever and slows the source.</summary>
    public TimeSpan? SlowClientTimeout { get; init; }

    /// <summary>Interval of WebSocket pings from the server; zero sends none.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.Zero;

    /// <summary>Messages in one market-data frame at most, 1 to 60,000.</summary>
    public int MaxBatch { get; init; } = 500;

    /// <summary>Cash the account starts with, in dollars.</summary>
    public decimal InitialCash { get; init; } = 100_000m;

    /// <summary>Buying power per dollar of equity: 1, 2 or 4.</summary>
    public int Multiplier { get; init; } = 4;

    /// <summary>Whether the account may sell short.</summary>
    public bool ShortingEnabled { get; init; } = true;

    /// <summary>Share of orders that fill in two or more parts, 0 to 1 (Alpaca paper: 0.1).</summary>
    public double PartialFills { get; init; } = 0.1;

    /// <summary>Real time between accepting an order and its first transition.</summary>
    public TimeSpan OrderLatency { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Whether trade updates come as binary frames, as Alpaca's paper endpoint does, or as text, as live does.</summary>
    public bool PaperFrames { get; init; } = true;

    /// <summary>Whether an order announces itself with <c>pending_new</c> before <c>new</c>.</summary>
    public bool PendingNewEvents { get; init; } = true;

    /// <summary>Trading requests per minute; one more answers 429. Null means unlimited.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The clock of the machine.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal bool IsAlwaysOpen => AlwaysOpen ?? Source == TickSourceKind.Synthetic;

    internal bool MustWaitForSubscriber => WaitForSubscriber ?? Source == TickSourceKind.Lean;

    internal void Validate()
    {
        if (Source == TickSourceKind.Lean && (TicksDirectory is null || Date is null))
        {
            throw new ArgumentException("A LEAN source needs TicksDirectory and Date.");
        }

        if (Speed < 0 || double.IsNaN(Speed) || (Speed == 0 && Source == TickSourceKind.Synthetic))
        {
            throw new ArgumentException($"Speed is {Speed}; expected a positive number, or 0 for an unpaced replay.");
        }

        if (MaxBatch is < 1 or > 60_000)
        {
            throw new ArgumentException($"MaxBatch is {MaxBatch}; expected 1 to 60,000.");
        }
    }
}
