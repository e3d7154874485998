using Torghut.Contracts.Records;

namespace Torghut.Ta.Engine;

/// <summary>Takes what the engine derives, in order of window end for each symbol.</summary>
internal interface IEngineOutput
{
    void OnMicrobar(in Microbar bar);

    void OnSignal(in Signal signal);
}
