using Torghut.Contracts.Decoding;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Runtime;

/// <summary>A consumed record, decoded while librdkafka still owned its bytes. Only a failure carries copies of them.</summary>
internal struct InputRecord
{
    public InputKind Kind;
    public TradeEvent Trade;
    public QuoteEvent Quote;

    /// <summary>Why the record cannot be true, where that shows before the engine sees it; one of <see cref="Plausibility.Reasons"/>.</summary>
    public string? Implausible;
    public DecodeFailure Failure;
    public int SchemaId;
    public string? Reason;
    public byte[]? Key;
    public byte[]? Value;
}
