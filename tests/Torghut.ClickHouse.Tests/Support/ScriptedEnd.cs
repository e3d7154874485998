namespace Torghut.ClickHouse.Tests;

/// <summary>What a scripted server does after its answer.</summary>
public enum ScriptedEnd
{
    Close,
    Reset,
    Hang,
}
