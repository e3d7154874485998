namespace Torghut.Trading.Risk;

/// <summary>What others than the newest bar say that a symbol costs, USD; null where they say nothing.</summary>
/// <param name="Recent">Median of the last bars before the newest.</param>
/// <param name="PreviousClose">Close of the session before.</param>
/// <param name="Quote">Midpoint of the broker's quote.</param>
/// <param name="Trade">The broker's latest trade.</param>
internal sealed record OtherPrices(decimal? Recent, decimal? PreviousClose, decimal? Quote, decimal? Trade)
{
    public static OtherPrices None { get; } = new(null, null, null, null);

    /// <summary>Midpoint of the streamed quote that came with the signal.</summary>
    public decimal? Streamed { get; init; }

    /// <summary>Average of the bars up to the signal, over so many that one mistaken bar does not bring it near itself.</summary>
    public decimal? Average { get; init; }

    /// <summary>Whether the broker has said anything at all.</summary>
    public bool HasBroker => Quote is not null || Trade is not null;

    /// <summary>Whether the broker's quote or trade is near a price.</summary>
    /// <param name="price">The price in question.</param>
    /// <param name="most">Largest |price ÷ other − 1|.</param>
    public bool BrokerConfirms(decimal price, decimal most) => IsNear(price, Quote, most) || IsNear(price, Trade, most);

    /// <summary>Whether the bars before it or the previous close are near a price; they do not contradict it where there are none.</summary>
    /// <inheritdoc cref="BrokerConfirms"/>
    public bool HistoryConfirms(decimal price, decimal most) =>
        (Recent is null && PreviousClose is null) || IsNear(price, Recent, most) || IsNear(price, PreviousClose, most);

    /// <summary>
    /// Whether what was recorded of the symbol is near a price: the streamed quote where there is one, because no bar is made of it, else bars before the
    /// newest or the previous close. Where there is nothing, nothing confirms it.
    /// </summary>
    /// <inheritdoc cref="BrokerConfirms"/>
    public bool RecordConfirms(decimal price, decimal most) => Streamed is not null
        ? IsNear(price, Streamed, most)
        : IsNear(price, Recent, most) || IsNear(price, PreviousClose, most) || IsNear(price, Average, most);

    private static bool IsNear(decimal price, decimal? other, decimal most) =>
        other is > 0 and { } reference && Math.Abs(price - reference) <= most * reference;
}
