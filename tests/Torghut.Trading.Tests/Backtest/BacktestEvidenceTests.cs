using Torghut.Trading.Backtest;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>What is read of a report that is put forward as evidence: all of it or nothing.</summary>
public sealed class BacktestEvidenceTests
{
    private const string Report =
        $$"""
        {"report_version":1,"account_label":"paper","catalogue_digest":"{{C}}","data_digest":"{{D}}","costs":"fees.csv",
         "models":[{"fills":"quote"},{"fills":"touch"}],
         "statistics":{"periods":250,"periods_a_year":252,"trials":3,"insufficient":null,"deflated_sharpe":0.97} }
        """;

    private const string C = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
    private const string D = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Test]
    public void Read_Report_GivesWhatTheGateNeeds()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Report);
        Assert.That(BacktestEvidence.Read(bytes), Is.EqualTo(new BacktestEvidence
        {
            Sha256 = Digest.Of(bytes),
            AccountLabel = "paper",
            CatalogueDigest = C,
            DataDigest = D,
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
        var evidence = Read(Report[..Report.IndexOf("{\"periods\"", StringComparison.Ordinal)] + statistics + "}");
        Assert.That((evidence.Periods, evidence.Trials, evidence.DeflatedSharpe), Is.EqualTo((3, 2, (double?)null)));
        Assert.That(evidence.Insufficient, Does.StartWith("insufficient sample"));
    }

    [TestCase("\"report_version\":1", "\"report_version\":2")]
    [TestCase("\"periods\":250,", "")]
    [TestCase("\"periods\":250,", "\"periods\":2.5,")]
    [TestCase("\"account_label\":\"paper\",", "\"account_label\":\"paper\",\"account_label\":\"live\",")]
    [TestCase("{", "[")]
    [TestCase("\"account_label\":\"paper\"", "\"account_label\":null")]
    [TestCase("\"periods\":250,", "\"periods\":0,")]
    [TestCase("\"trials\":3", "\"trials\":0")]
    [TestCase(":0.97", ":1.01")]
    [TestCase(":0.97", ":-0.01")]
    [TestCase(":0.97", ":1e999")]
    [TestCase(":0.97", ":\"NaN\"")]
    [TestCase(C, "c")]
    [TestCase(D, C + "0")]
    [TestCase("\"0123456789abcdef", "\"0123456789abcdeg")]
    public void Read_SomethingElse_Refused(string old, string text) =>
        Assert.That(() => Read(Report.Replace(old, text, StringComparison.Ordinal)), Throws.TypeOf<InvalidDataException>());

    /// <summary>It says which.</summary>
    [TestCase("\"periods_a_year\":252", "\"periods_a_year\":4", "252 periods a year")]
    [TestCase("[{\"fills\":\"quote\"},", "[", "--fills touch")]
    [TestCase("[{\"fills\":\"quote\"},{\"fills\":\"touch\"}]", "[]", "--fills touch")]
    [TestCase("\"fees.csv\"", "\"none\"", "--costs none")]
    public void Read_OnEasierTerms_Refused(string old, string text, string why) => Assert.That(
        () => Read(Report.Replace(old, text, StringComparison.Ordinal)), Throws.TypeOf<InvalidDataException>().With.Message.Contains(why));

    private static BacktestEvidence Read(string text) => BacktestEvidence.Read(System.Text.Encoding.UTF8.GetBytes(text));
}
