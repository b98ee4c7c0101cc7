using System.ComponentModel;
using System.Diagnostics;

namespace ContactRelay.Tests;

/// <summary>Programs from npm that tests run, pinned by the lock file of the folder that they are in.</summary>
internal static class NodePackages
{
    /// <summary>Installs the folder's packages if need be. Throws <see cref="Win32Exception"/> where there is no Node.js.</summary>
    public static async Task InstallAsync(string folder)
    {
        // npm writes this file last; one that is older than the lock file is of other packages.
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            return;
        }

        using var npm = Process.Start(Command(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"]))!;
        var error = npm.StandardError.ReadToEndAsync(CancellationToken.None);
        await npm.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await npm.WaitForExitAsync(CancellationToken.None);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci failed in {folder}: {await error}");
        }
    }

    /// <summary>What starts a program in the folder, with all that goes in and out redirected.</summary>
    public static ProcessStartInfo Command(string folder, string file, IEnumerable<string> arguments) => new(file, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
