using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Lean;

internal interface ILeanTickFile : IDisposable
{
    bool TryRead(out Tick tick);
}
