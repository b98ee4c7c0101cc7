using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContactRelay.Benchmarks.Load;

/// <summary>How fast the machine puts things on its disk.</summary>
internal static partial class Disk
{
    private const int Rounds = 2000;

    /// <summary>How many times a second 4 KiB are appended and flushed, one after the other.</summary>
    public static double FlushesPerSecond(string folder)
    {
        var block = new byte[4096];
        using var file = File.OpenHandle(Path.Combine(folder, "flushes"), FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++)
        {
            RandomAccess.Write(file, block, (long)i * block.Length);
            if (FlushData(file) != 0)
            {
                throw new IOException($"fdatasync failed with {Marshal.GetLastPInvokeError()}.");
            }
        }

        return Rounds / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FlushData(SafeFileHandle file);
}
