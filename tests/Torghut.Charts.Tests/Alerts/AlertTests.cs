using System.Diagnostics;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>The charts' alerts by the real promtool: each fires on its trouble and is silent without it.</summary>
public sealed class AlertTests
{
    [Test]
    public async Task Alerts_InEachOfTheirCases_FireAndAreSilent()
    {
        var cases = AlertFiles.Cases;
        Assert.That(cases.Keys, Is.EquivalentTo(AlertFiles.Alerts.Select(alert => alert.Name)));
        foreach (var (name, alert) in cases)
        {
            Assert.That(new[] { "fires", "silent", "reset" }.Where(kind => !alert.Has(kind) || !alert[kind].Items.Any()), Is.Empty, name);
        }

        var files = AlertFiles.Charts.Select(chart =>
        {
            var file = new PromtoolFile(AlertFiles.PathOf(chart));
            var alerts = AlertFiles.Alerts.Where(alert => alert.Chart == chart).ToList();
            alerts.ForEach(alert => file.Add(alert, cases[alert.Name]));
            file.AddNothing(alerts, cases);
            return file.ToString();
        });
        await PassesAsync(files);
    }

    [Test]
    public async Task Alerts_OfTheSession_GoByTheDaysOfTheExchange()
    {
        Assert.That(AlertFiles.Alerts.Count(alert => alert.IsOfTheSession), Is.GreaterThanOrEqualTo(10));
        var files = AlertFiles.Charts.Select(chart =>
        {
            var file = new PromtoolFile($"{chart}.rules");
            foreach (var alert in AlertFiles.Alerts.Where(alert => alert.Chart == chart && alert.IsOfTheSession))
            {
                foreach (var day in MarketDays.All)
                {
                    file.AddDay(alert, AlertFiles.Cases[alert.Name], day);
                }
            }

            return file.ToString();
        });
        await PassesAsync(files, AlertFiles.Charts.ToDictionary(chart => $"{chart}.rules", AlertFiles.SessionRules));
    }

    /// <summary>A forwarder, torghut-ta or ClickHouse that is gone in the middle of the session has paged three minutes later.</summary>
    [TestCase("torghut-ws", "TorghutForwarderDown", "up{job=\"torghut-ws\"}", "1x20 0x60")]
    [TestCase("torghut-ta", "TorghutTaDown", "up{job=\"torghut-ta\"}", "1x20 0x60")]
    [TestCase("torghut-trading", "TorghutTradingDown", "up{job=\"torghut\"}", "1x20 0x60")]
    [TestCase("torghut-ops", "TorghutRowsStale", "torghut_clickhouse_guardrails_ta_signals_lag_seconds", "2x20 17+15x60")]
    public async Task Outage_InASession_PagesWithinThreeMinutes(string chart, string name, string series, string values)
    {
        var alert = AlertFiles.Alerts.Single(one => one.Name == name);
        var labels = name == "TorghutRowsStale" ? "              table: ta_signals\n" : "";
        var summary = alert.SummaryWith(new Dictionary<string, string> { ["table"] = "ta_signals" });
        await PassesAsync([$$"""
            rule_files: ['{{AlertFiles.PathOf(chart)}}']
            evaluation_interval: 15s
            tests:
              - interval: 15s
                input_series:
                  - series: 'torghut_market_open{venue="alpaca"}'
                    values: '1x80'
                  - series: '{{series}}'
                    values: '{{values}}'
                alert_rule_test:
                  - eval_time: 5m
                    alertname: {{name}}
                    exp_alerts: []
                  - eval_time: 8m
                    alertname: {{name}}
                    exp_alerts:
                      - exp_labels:
                          severity: page
                          owner: {{alert.Owner}}
            {{labels}}            exp_annotations:
                          summary: "{{summary}}"
                          runbook_url: {{alert.Runbook}}
            """]);
    }

    /// <param name="tests">Files in promtool's form.</param>
    /// <param name="rules">Rules that stand beside them, by their name.</param>
    private static async Task PassesAsync(IEnumerable<string> tests, IReadOnlyDictionary<string, string>? rules = null)
    {
        var folder = Directory.CreateTempSubdirectory("torghut-alerts-").FullName;
        try
        {
            foreach (var (name, text) in rules ?? new Dictionary<string, string>())
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), text);
            }

            List<string> files = [];
            foreach (var test in tests)
            {
                files.Add(Path.Combine(folder, $"{files.Count}.yaml"));
                await File.WriteAllTextAsync(files[^1], test);
            }

            using var promtool = Process.Start(
                new ProcessStartInfo("promtool", ["test", "rules", .. files]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = promtool.StandardOutput.ReadToEndAsync();
            var errors = promtool.StandardError.ReadToEndAsync();
            await promtool.WaitForExitAsync();
            Assert.That(promtool.ExitCode, Is.Zero, await output + await errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
