using Torghut.Sandbox.Kafka.Log;

namespace Torghut.Sandbox.Kafka;

/// <summary>A data directory's name for itself, made once.</summary>
internal static class ClusterId
{
    public static string Of(string directory)
    {
        var path = Path.Combine(directory, "cluster-id");
        if (!File.Exists(path))
        {
            DurableFile.Replace(path, System.Text.Encoding.ASCII.GetBytes("torghut-sandbox-" + Guid.NewGuid().ToString("N")[..8]));
        }

        return File.ReadAllText(path);
    }
}
