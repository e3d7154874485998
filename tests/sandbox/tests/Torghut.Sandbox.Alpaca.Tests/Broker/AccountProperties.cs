using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Broker;

/// <summary>What holds for the account whatever is sent and however the market moves.</summary>
public sealed class AccountProperties
{
    [Test]
    public void LedgerExecutions_Always_AddUpToCashAndPositions()
    {
        var step = ArbMap.Default.GeneratorFor<(byte Kind, byte Size, byte Price)>();
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            using var broker = new BrokerHarness(new AlpacaSimulatorOptions { PartialFills = 0.5 });
            foreach (var (kind, size, price) in steps)
            {
                Play(broker, kind, size, price);
            }

            CheckSums(broker);
            CheckStates(broker);
        }).QuickCheckThrowOnFailure();
    }

    private static void Play(BrokerHarness broker, byte kind, byte size, byte price)
    {
        var middle = 50m + (price / 10m);
        try
        {
            switch (kind % 6)
            {
                case 0:
                    broker.Quote(middle - 0.05m, middle + 0.05m);
                    break;
                case 1:
                    broker.Trade(middle);
                    break;
                case 2:
                    broker.Send("buy", size * 5);
                    break;
                case 3:
                    broker.Send("sell", size);
                    break;
                case 4:
                    broker.Send(size % 2 == 0 ? "buy" : "sell", 1 + size, "limit",
                        string.Create(CultureInfo.InvariantCulture, $",\"limit_price\":\"{middle:0.00}\""), "gtc");
                    break;
                default:
                    broker.Broker.CancelAll();
                    break;
            }
        }
        catch (RefusedException refused)
        {
            Assert.That(refused.Status, Is.AnyOf(403, 422));
        }
    }

    private static void CheckSums(BrokerHarness broker)
    {
        var cash = 100_000m;
        var qty = 0m;
        var filled = new Dictionary<string, decimal>();
        foreach (var entry in JsonNode.Parse(broker.Ledger.Read(0))!["entries"]!.AsArray().Where(e => e!["kind"]!.ToString() == "execution"))
        {
            var signed = BrokerHarness.Number(entry!, "qty") * (entry!["side"]!.ToString() == "buy" ? 1 : -1);
            cash -= signed * BrokerHarness.Number(entry, "price");
            qty += signed;
            Assert.That((BrokerHarness.Number(entry, "position_qty"), BrokerHarness.Number(entry, "cash")), Is.EqualTo((qty, cash)));
            var id = entry["order_id"]!.ToString();
            filled[id] = filled.GetValueOrDefault(id) + Math.Abs(signed);
        }

        Assert.That(broker.Cash, Is.EqualTo(cash));
        Assert.That(broker.Broker.ReportPositions().Sum(p => BrokerHarness.Number(p!, "qty")), Is.EqualTo(qty));
        foreach (var order in broker.Broker.ReportOrders(new OrderQuery { Status = "all", Limit = 500 }))
        {
            Assert.That(BrokerHarness.Number(order!, "filled_qty"), Is.EqualTo(filled.GetValueOrDefault(order!["id"]!.ToString())));
        }
    }

    private static void CheckStates(BrokerHarness broker)
    {
        foreach (var events in broker.Events.GroupBy(e => e.Order.Id))
        {
            var names = events.Select(e => e.Name).ToArray();
            var ends = names.Count(n => n is "fill" or "canceled" or "expired" or "rejected" or "replaced");
            Assert.That(names[..2], Is.EqualTo(new[] { "pending_new", "new" }));
            Assert.That(ends, Is.LessThanOrEqualTo(1));
            Assert.That(ends == 0 || names[^1] is "fill" or "canceled", Is.True, "Nothing follows an end.");
            Assert.That(events.Select(e => BrokerHarness.Number(e.Data["order"]!, "filled_qty")), Is.Ordered);
        }
    }
}
