using Torghut.Trading.Checkpoints;
using Torghut.Trading.Execution;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Backtest;

/// <summary>Fills at once at the price that the strategy saw, as the service's simulation adapter does. The most that a strategy could have earned.</summary>
internal sealed class TouchFills(RecordedMarket market) : IFillModel
{
    private readonly Dictionary<string, TopOfBook> _touches = new(StringComparer.Ordinal);
    private bool _isOpen;

    public FillKind Kind => FillKind.Touch;

    public string Version => "2";

    public void Submitted(SimulatedAccount account, BrokerOrder order, DateTimeOffset now) => Match(account, now);

    public void OnTick(SimulatedAccount account, in MarketTick tick, bool isOpen)
    {
    }

    public void OnStep(SimulatedAccount account, DateTimeOffset now, bool isOpen)
    {
        _isOpen = isOpen;
        if (account.HasOpenOrders)
        {
            Match(account, now);
        }
    }

    public void Save(CheckpointWriter writer) => writer.Write(_isOpen);

    public void Load(CheckpointReader reader) => _isOpen = reader.Flag();

    private void Match(SimulatedAccount account, DateTimeOffset now)
    {
        if (!_isOpen)
        {
            return;
        }

        _touches.Clear();
        foreach (var order in account.OpenOrders)
        {
            if (market.TouchOf(order.Symbol, now) is { } touch)
            {
                _touches[order.Symbol] = touch;
            }
        }

        account.Match(_touches, now);
    }
}
