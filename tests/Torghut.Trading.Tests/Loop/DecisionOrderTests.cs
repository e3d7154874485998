using Torghut.Trading.Decisions;
using Torghut.Trading.Loop;

namespace Torghut.Trading.Tests.Loop;

/// <summary>While entries may wait for advice, what closes a position is decided before them.</summary>
public sealed class DecisionOrderTests
{
    private static readonly string[] Batch = ["buy AAPL", "sell MSFT", "buy MSFT", "sell AAPL"];

    [TestCase(0, 50, "sell MSFT,buy AAPL,buy MSFT,sell AAPL", Description = "MSFT is held")]
    [TestCase(50, 50, "sell MSFT,sell AAPL,buy AAPL,buy MSFT")]
    [TestCase(-50, -50, "buy AAPL,buy MSFT,sell MSFT,sell AAPL", Description = "what is short is closed by buying")]
    [TestCase(0, 0, "buy AAPL,sell MSFT,buy MSFT,sell AAPL", Description = "nothing to close: as the signals came")]
    public void ClosingFirst_Batch_ExitsComeFirstAndOthersStayInOrder(decimal held, decimal otherHeld, string expected)
    {
        var context = new Scene { Held = held, OtherHeld = otherHeld }.ToContext();
        var rows = Batch.Select(text => text.Split(' ')).Select(words => new DecisionRow { Action = words[0], Symbol = words[1] }).ToList();
        Assert.That(
            string.Join(',', DecisionOrder.ClosingFirst(rows, row => row, context).Select(row => $"{row.Action} {row.Symbol}")), Is.EqualTo(expected));
    }

    /// <summary>A working sale of all that is held has closed the position already: another one would open a short.</summary>
    [Test]
    public void ClosingFirst_PositionIsBeingSold_IsNoExit()
    {
        var context = new Scene { OtherHeld = 50, OtherWorkingSells = 50 }.ToContext();
        DecisionRow[] rows = [new() { Action = "buy", Symbol = "AAPL" }, new() { Action = "sell", Symbol = "MSFT" }];
        Assert.That(DecisionOrder.ClosingFirst(rows, row => row, context), Is.EqualTo(rows));
    }
}
