using Torghut.Contracts.Records;
using Torghut.Ta.Engine;

namespace Torghut.Bench.Ta;

/// <summary>Lets go of what the engine derives.</summary>
internal sealed class IgnoringOutput : IEngineOutput
{
    public void OnMicrobar(in Microbar bar)
    {
    }

    public void OnSignal(in Signal signal)
    {
    }
}
