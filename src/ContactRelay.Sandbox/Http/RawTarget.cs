namespace ContactRelay.Sandbox.Http;

/// <summary>
/// A request's path as it came. ASP.NET Core decodes the path but for <c>%2F</c>, so <c>a%2Fb</c> and <c>a%252Fb</c>
/// would look the same; here each segment is decoded once, after the split.
/// </summary>
internal readonly record struct RawTarget(string Path)
{
    public static RawTarget Parse(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return new RawTarget(query < 0 ? target : target[..query]);
    }

    public bool StartsWith(string root) => Path.StartsWith(root, StringComparison.Ordinal);

    /// <summary>The decoded segments after <paramref name="root"/>.</summary>
    public string[] SegmentsAfter(string root)
    {
        var segments = Path[root.Length..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = Uri.UnescapeDataString(segments[i]);
        }

        return segments;
    }
}
