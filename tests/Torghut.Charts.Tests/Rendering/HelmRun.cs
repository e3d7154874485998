namespace Torghut.Charts.Tests.Rendering;

/// <summary>What helm did.</summary>
internal sealed record HelmRun(int ExitCode, string Output, string Errors)
{
    public string OutputOrFail => ExitCode == 0 ? Output : throw new InvalidOperationException($"helm ended with {ExitCode}: {Errors}{Output}");
}
