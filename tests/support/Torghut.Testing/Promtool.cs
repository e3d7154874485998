using System.Diagnostics;

namespace Torghut.Testing;

/// <summary>Prometheus' own reader of expositions.</summary>
public static class Promtool
{
    /// <summary>What <c>promtool check metrics</c> finds wrong in a page in the text format; empty when it is content.</summary>
    /// <remarks>The runtime's own metrics are left out: three of its gauges end in <c>_count</c>, which promtool would keep for histograms.</remarks>
    /// <exception cref="InvalidOperationException">promtool is not installed.</exception>
    public static async Task<string> CheckAsync(string page)
    {
        using var promtool =
            Process.Start(
            new ProcessStartInfo("promtool", "check metrics") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("promtool did not start: run build/bootstrap.");
        foreach (var line in page.Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith("dotnet_", StringComparison.Ordinal) && !line.Contains(" dotnet_", StringComparison.Ordinal)))
        {
            await promtool.StandardInput.WriteAsync(line + "\n");
        }

        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        return promtool.ExitCode == 0 ? complaints : $"exit code {promtool.ExitCode}: {complaints}";
    }
}
