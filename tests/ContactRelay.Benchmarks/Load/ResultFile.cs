using System.Text.Json;

namespace ContactRelay.Benchmarks.Load;

/// <summary>A file of results, for programs to read.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Task WriteAsync<T>(FileInfo file, T results, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(results, Indented), cancellationToken);
}
