using System.Diagnostics;
using ContactRelay.Tests;

namespace ContactRelay.Benchmarks.Servers;

/// <summary>Publishes a project of the repository, as it is released.</summary>
internal static class Publishing
{
    /// <summary>Publishes it into the folder; false where that failed, which is then on the console.</summary>
    public static async Task<bool> RunAsync(string project, string folder, CancellationToken cancellationToken, params string[] properties)
    {
        using var publish = Process.Start("dotnet",
        [
            "publish", Path.Combine(Repository.Root, "src", project), "--configuration", "Release",
            "--output", folder, "--verbosity", "quiet", .. properties,
        ]);
        await publish.WaitForExitAsync(cancellationToken);
        return publish.ExitCode == 0;
    }
}
