using Torghut.Alpaca.Tests.Peers;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.Tests.Trading;

/// <summary>A request that needs leave to be sent, over a real socket.</summary>
public sealed class SendPermitTests
{
    [Test]
    public async Task Permit_Granted_IsAskedBeforeTheBodyAndBeforeTheSocketAndToldWhenItLeft()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Order);
        var permit = new Permit(begin: true, leave: true);
        await SendPermit.UnderAsync(permit, () => SubmitAsync(AlpacaTradingClientTests.Client(peer)));
        Assert.That(permit.Asked, Does.StartWith("begin leave").And.EndsWith("left"));
        Assert.That(peer.Requests, Has.Count.EqualTo(1));
        Assert.That(SendPermit.Current, Is.Null, "what is sent afterwards needs none");
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    public async Task Permit_Refused_NothingReachesTheOtherSide(bool begin, bool leave)
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Order);
        var client = AlpacaTradingClientTests.Client(peer);

        // The connection is there already: nothing but the request can be refused.
        await SubmitAsync(client);
        var permit = new Permit(begin, leave);
        var failure = await Assert.ThrowsAsync<AlpacaApiException>(() => SendPermit.UnderAsync(permit, () => SubmitAsync(client)));
        Assert.That(failure!.IsTransient, Is.True);
        Assert.That(permit.Asked, Does.Not.Contain("left"));
        await SubmitAsync(client);
        Assert.That(peer.Requests, Has.Count.EqualTo(2), "the refused one never arrived");
    }

    [Test]
    public async Task Permit_RefusedBeforeTheBody_IsKnownNotToHaveBeenAccepted()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, Samples.Order);
        var client = AlpacaTradingClientTests.Client(peer);
        var failure = await Assert.ThrowsAsync<AlpacaApiException>(() => SendPermit.UnderAsync(new Permit(false, true), () => SubmitAsync(client)));
        Assert.That(failure!.OutcomeUnknown, Is.False);
    }

    private static Task<AlpacaOrder> SubmitAsync(AlpacaTradingClient client) => client.SubmitOrderAsync(
        new OrderRequest { Symbol = "AAPL", Side = OrderSide.Buy, Type = OrderType.Market, TimeInForce = TimeInForce.Day, Qty = 1, ClientOrderId = "id" },
        CancellationToken.None);

    private sealed class Permit(bool begin, bool leave) : ISendPermit
    {
        private readonly List<string> _asked = [];

        public string Asked => string.Join(' ', _asked);

        public ValueTask<bool> MayBeginAsync()
        {
            _asked.Add("begin");
            return ValueTask.FromResult(begin);
        }

        public bool MayLeave()
        {
            // A connection that is only being made has not begun a request yet.
            if (_asked.Count > 0)
            {
                _asked.Add("leave");
            }

            return leave;
        }

        public void HasLeft() => _asked.Add("left");
    }
}
