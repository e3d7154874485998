using Torghut.Trading.Backtest;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>What is read of a report that is put forward as evidence: all of it or nothing.</summary>
public sealed class BacktestEvidenceTests
{
    private const string Report =
        """
        {"report_version":1,"account_label":"paper","catalogue_digest":"c","data_digest":"d",
         "statistics":{"periods":250,"trials":3,"insufficient":null,"deflated_sharpe":0.97}}
        """;

    [Test]
    public void Read_Report_GivesWhatTheGateNeeds()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Report);
        Assert.That(BacktestEvidence.Read(bytes), Is.EqualTo(new BacktestEvidence
        {
            Sha256 = Digest.Of(bytes),
            AccountLabel = "paper",
            CatalogueDigest = "c",
            DataDigest = "d",
            Periods = 250,
            Trials = 3,
            DeflatedSharpe = 0.97,
        }));
    }

    [Test]
    public void Read_ShortSample_SaysSo()
    {
        var evidence = Read(Report.Replace("null", "\"have 5 days\"", StringComparison.Ordinal).Replace("0.97", "null", StringComparison.Ordinal));
        Assert.That((evidence.Insufficient, evidence.DeflatedSharpe), Is.EqualTo(("have 5 days", (double?)null)));
    }

    /// <summary>The report of a run that is too short for a ratio, as the program writes it.</summary>
    [Test]
    public void Read_StatisticsOfAShortRun_AreUnderstood()
    {
        var statistics = CanonicalJson.Serialize(new ReturnStatistics([0.01, -0.01, 0.02]).ToMap(2, 0.1, 0.05));
        var evidence = Read($$"""{"report_version":1,"account_label":"paper","catalogue_digest":"c","data_digest":"d","statistics":{{statistics}} }""");
        Assert.That((evidence.Periods, evidence.Trials, evidence.DeflatedSharpe), Is.EqualTo((3, 2, (double?)null)));
        Assert.That(evidence.Insufficient, Does.StartWith("insufficient sample"));
    }

    [TestCase("\"report_version\":1", "\"report_version\":2")]
    [TestCase("\"periods\":250,", "")]
    [TestCase("\"periods\":250,", "\"periods\":2.5,")]
    [TestCase("\"account_label\":\"paper\",", "\"account_label\":\"paper\",\"account_label\":\"live\",")]
    [TestCase("{", "[")]
    public void Read_SomethingElse_Refused(string old, string text) =>
        Assert.That(() => Read(Report.Replace(old, text, StringComparison.Ordinal)), Throws.TypeOf<InvalidDataException>());

    private static BacktestEvidence Read(string text) => BacktestEvidence.Read(System.Text.Encoding.UTF8.GetBytes(text));
}
