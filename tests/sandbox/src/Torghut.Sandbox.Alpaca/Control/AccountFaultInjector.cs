using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Control;

/// <summary>Lets things happen to the account that no order causes: dividends, fees, interest, transfers, splits.</summary>
internal sealed class AccountFaultInjector(PaperBroker broker)
{
    /// <summary>Strikes; gives the activity that it leaves.</summary>
    /// <exception cref="RefusedException">What is to happen is not described in full.</exception>
    public JsonObject Strike(JsonObject body) => broker.Apply(AccountEvent.Parse(body));
}
