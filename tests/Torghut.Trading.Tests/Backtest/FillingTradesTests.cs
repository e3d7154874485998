using Torghut.Trading.Backtest;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Trades by which a resting order may fill.</summary>
public sealed class FillingTradesTests
{
    [TestCase("", true)]
    [TestCase("@", true)]
    [TestCase("@ F", true, Description = "taken at several venues at once")]
    [TestCase("@ I", true, Description = "an odd lot takes from the quote, too")]
    [TestCase("@ T I", false, Description = "a trade outside of regular hours")]
    [TestCase("@ W", false, Description = "an average price")]
    [TestCase("@ Z", false, Description = "sold out of sequence: it was made before")]
    [TestCase("L", false)]
    [TestCase("@ P", false, Description = "a price of before")]
    [TestCase("M", false, Description = "an official close is no trade")]
    [TestCase("@ \u007f", true, Description = "a code that nobody knows counts as regular")]
    public void Counts_Codes_OnlyWhatWasMadeAtTheQuote(string codes, bool counts) =>
        Assert.That(FillingTrades.Counts(codes.Length == 0 ? null : codes.Split(' '), 'C'), Is.EqualTo(counts));
}
