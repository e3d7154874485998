using System.Diagnostics;

namespace Torghut.Testing;

/// <summary>Prometheus' own reader of expositions.</summary>
public static class Promtool
{
    /// <summary>What <c>promtool check metrics</c> finds wrong in a page in the text format; empty when it is content.</summary>
    /// <exception cref="InvalidOperationException">promtool is not installed.</exception>
    public static async Task<string> CheckAsync(string page)
    {
        using var promtool =
            Process.Start(
            new ProcessStartInfo("promtool", "check metrics") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("promtool did not start: run build/bootstrap.");
        await promtool.StandardInput.WriteAsync(page);
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        return promtool.ExitCode == 0 ? complaints : $"exit code {promtool.ExitCode}: {complaints}";
    }
}
