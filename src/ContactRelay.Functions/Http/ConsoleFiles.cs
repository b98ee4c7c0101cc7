using System.Collections.Frozen;

namespace ContactRelay.Functions.Http;

/// <summary>The files that the console is made of, from the assembly itself.</summary>
public static class ConsoleFiles
{
    /// <summary>The name of the page.</summary>
    public const string Page = "console.html";

    private const string Prefix = "Console/";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html",
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The files, by name.</summary>
    public static FrozenDictionary<string, ReadOnlyMemory<byte>> All { get; } = typeof(ConsoleFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    /// <summary>The media type of a file.</summary>
    public static string MediaType(string name) => MediaTypes[Path.GetExtension(name)];

    private static ReadOnlyMemory<byte> Read(string name)
    {
        using var resource = typeof(ConsoleFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
