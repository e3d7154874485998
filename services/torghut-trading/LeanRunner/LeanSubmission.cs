using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;

namespace Torghut.Trading.LeanRunner;

/// <summary>How a submission ended.</summary>
internal abstract record LeanSubmission
{
    private LeanSubmission()
    {
    }

    /// <param name="Order">The order.</param>
    /// <param name="Replayed">It existed already.</param>
    internal sealed record Placed(AlpacaOrder Order, bool Replayed) : LeanSubmission;

    /// <summary>The id belongs to an order of another content.</summary>
    internal sealed record IdReused : LeanSubmission;

    internal sealed record Failed(SubmitOutcome Outcome) : LeanSubmission;
}
