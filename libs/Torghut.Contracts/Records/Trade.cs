namespace Torghut.Contracts.Records;

/// <summary>
/// A trade print, its correction or its cancellation, or a corporate action of its symbol, told apart by <see cref="Envelope.Channel"/>.
/// For <see cref="Channels.Corrections"/> the fields are the corrected ones and <see cref="Original"/> names what they replace; for
/// <see cref="Channels.CancelErrors"/> the fields are those of the withdrawn trade and <see cref="CancelAction"/> is set; for
/// <see cref="Channels.CorporateActions"/> price and size are 0 and <see cref="CorporateAction"/> is set (ADR 0030).
/// </summary>
/// <param name="Envelope">The common head.</param>
/// <param name="Id">Trade id, unique within symbol, day and exchange only.</param>
/// <param name="Price">US dollars a share.</param>
/// <param name="Size">Shares.</param>
/// <param name="Exchange">One-letter venue code.</param>
/// <param name="Conditions">Sale-condition codes of the tape.</param>
/// <param name="Tape">A, B or C.</param>
/// <param name="Original">The trade that a correction replaces; otherwise null.</param>
/// <param name="CancelAction"><c>C</c> cancel or <c>E</c> error for a cancellation; otherwise null.</param>
/// <param name="CorporateAction">What is declared for the symbol; otherwise null.</param>
public readonly record struct Trade(
    Envelope Envelope,
    long Id,
    double Price,
    double Size,
    string Exchange,
    IReadOnlyList<string> Conditions,
    string Tape,
    OriginalTrade? Original = null,
    string? CancelAction = null,
    CorporateAction? CorporateAction = null);

/// <summary>The trade that a correction replaces.</summary>
public readonly record struct OriginalTrade(long Id, double Price, double Size, IReadOnlyList<string> Conditions);
