using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

/// <summary>Answers of a broker in which one field of one item is whatever it pleases.</summary>
internal static class BrokerAnswers
{
    public static readonly Dictionary<string, string> Order = new(StringComparer.Ordinal)
    {
        ["id"] = "\"o-odd\"",
        ["client_order_id"] = "\"c-odd\"",
        ["symbol"] = "\"MSFT\"",
        ["asset_class"] = "\"us_equity\"",
        ["side"] = "\"buy\"",
        ["type"] = "\"limit\"",
        ["order_class"] = "\"\"",
        ["time_in_force"] = "\"day\"",
        ["qty"] = "\"10\"",
        ["notional"] = "null",
        ["filled_qty"] = "\"4\"",
        ["filled_avg_price"] = "\"100.25\"",
        ["limit_price"] = "\"101\"",
        ["status"] = "\"partially_filled\"",
        ["extended_hours"] = "false",
        ["legs"] = "null",
        ["created_at"] = "\"2026-04-06T15:54:27.1Z\"",
        ["updated_at"] = "\"2026-04-06T15:54:28.1Z\"",
        ["submitted_at"] = "\"2026-04-06T15:54:27.1Z\"",
        ["filled_at"] = "null",
    };

    public static readonly Dictionary<string, string> Position = new(StringComparer.Ordinal)
    {
        ["asset_id"] = "\"a-odd\"",
        ["symbol"] = "\"MSFT\"",
        ["qty"] = "\"-5\"",
        ["side"] = "\"short\"",
        ["avg_entry_price"] = "\"100\"",
        ["market_value"] = "\"-600\"",
        ["current_price"] = "\"120\"",
        ["lastday_price"] = "null",
    };

    public static readonly Dictionary<string, string> Account = new(StringComparer.Ordinal)
    {
        ["id"] = "\"a\"",
        ["account_number"] = "\"PA1\"",
        ["status"] = "\"ACTIVE\"",
        ["currency"] = "\"USD\"",
        ["cash"] = "\"100000\"",
        ["buying_power"] = "\"400000\"",
        ["equity"] = "\"100000\"",
        ["last_equity"] = "\"99000\"",
        ["multiplier"] = "\"4\"",
        ["trading_blocked"] = "false",
        ["account_blocked"] = "false",
        ["trade_suspended_by_user"] = "false",
        ["shorting_enabled"] = "true",
        ["daytrade_count"] = "null",
    };

    public static readonly Dictionary<string, string> Clock = new(StringComparer.Ordinal)
    {
        ["timestamp"] = "\"2026-04-06T11:54:27.1-04:00\"",
        ["is_open"] = "true",
        ["next_open"] = "\"2026-04-07T09:30:00-04:00\"",
        ["next_close"] = "\"2026-04-06T16:00:00-04:00\"",
    };

    public static readonly Dictionary<string, string> Asset = new(StringComparer.Ordinal)
    {
        ["id"] = "\"a\"",
        ["class"] = "\"us_equity\"",
        ["symbol"] = "\"MSFT\"",
        ["status"] = "\"active\"",
        ["tradable"] = "true",
        ["shortable"] = "true",
        ["easy_to_borrow"] = "true",
    };

    public static readonly Dictionary<string, string> Activity = new(StringComparer.Ordinal)
    {
        ["id"] = "\"20260406115427100::x\"",
        ["activity_type"] = "\"DIV\"",
        ["date"] = "\"2026-04-06\"",
        ["net_amount"] = "\"1.02\"",
        ["symbol"] = "\"MSFT\"",
        ["qty"] = "\"2\"",
        ["per_share_amount"] = "\"0.51\"",
        ["status"] = "\"executed\"",
    };

    private static readonly string[] Values =
    [
        "null", "true", "false", "[]", "{}", "0", "-1", "7", "1.5", "1e13", "1e28", "-1e28", "1e400", "\"\"", "\" \"", "\"abc\"", "\"0\"", "\"-3\"",
        "\"1000\"",
        "\"10000000000000\"", "\"1e13\"", "\"1e27\"", "\"1e400\"", "\"NaN\"", "\"Infinity\"", "\"79228162514264337593543950335\"",
        "\"-79228162514264337593543950335\"",
        "\"0.0000000000000000000000000001\"", "\"0.957680115\"", "\"1,000\"", "\"\\u0000\"", "\"A\\u0000B\"", "\"\\ud800\"", "\"0001-01-01T00:00:00Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"99991231235959999::x\"", "\"00010101000000000::x\"", "\"2026-02-30\"",
        "\"0001-01-01\"", "\"9999-12-31\"",
        "\"" + new string('x', 5_000) + "\"", new string('[', 80) + new string(']', 80), "[null,1,{\"symbol\":\"AAPL\"}]", "{\"id\":null}",
    ];

    private static readonly string[] Items = ["null", "7", "\"text\"", "[]", "true", "{}", new string('[', 200) + new string(']', 200)];

    /// <summary>An item with one or two of its fields missing, doubled or of another value, or something else in its place.</summary>
    public static Gen<string> Odd(Dictionary<string, string> fields) => Gen.Frequency(
        (1, Gen.Elements(Items)),
        (20, from first in Change(fields)
             from second in Change(fields)
             from both in Gen.Elements(false, true)
             select Text(both ? [first, second] : [first], fields)));

    public static string Text(Dictionary<string, string> fields) => Text([], fields);

    /// <summary>Alpaca, answering one body to every request.</summary>
    public static AlpacaBroker Broker(string body, string prices = "") => new(
        new AlpacaTradingClient(
            new HttpClient(new OneAnswer(Encoding.UTF8.GetBytes(body))),
            new AlpacaRestOptions { BaseAddress = new Uri("http://broker.invalid"), Credentials = new AlpacaCredentials("k", "s") },
            TimeProvider.System),
        new AlpacaDataClient(
            new HttpClient(new OneAnswer(Encoding.UTF8.GetBytes(prices))),
            new AlpacaRestOptions { BaseAddress = new Uri("http://data.invalid"), Credentials = new AlpacaCredentials("k", "s") },
            TimeProvider.System),
        new SwitchOptions(),
        new BrokerOptions(),
        new BrokerClock(TimeSpan.FromDays(36_500), TimeSpan.Zero, TimeProvider.System));

    private static Gen<(string Name, string? Value, bool Doubled)> Change(Dictionary<string, string> fields) =>
        from name in Gen.Elements(fields.Keys.ToArray())
        from value in Gen.Frequency((1, Gen.Constant<string?>(null)), (8, Gen.Elements<string?>(Values)))
        from doubled in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (name, value, doubled);

    private static string Text(IReadOnlyList<(string Name, string? Value, bool Doubled)> changes, Dictionary<string, string> fields)
    {
        var text = new List<string>();
        foreach (var (name, value) in fields)
        {
            var (_, other, doubled) = changes.FirstOrDefault(change => change.Name == name);
            var changed = changes.Any(change => change.Name == name);
            if (!changed || doubled)
            {
                text.Add($"\"{name}\":{value}");
            }

            if (changed && other is not null)
            {
                text.Add($"\"{name}\":{other}");
            }
        }

        return "{" + string.Join(',', text) + "}";
    }

    private sealed class OneAnswer(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
    }
}
