namespace ContactRelay.Soak.Fuzzing;

/// <summary>A request that is HTTP, whatever else is wrong with it.</summary>
/// <param name="Route">The route that it was made for.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and query, percent-encoded where it is.</param>
/// <param name="Headers">The headers; of the body too.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="ReachesFunction">Whether it must come to the route's function, so that the host itself may not answer.</param>
internal sealed record FuzzRequest(
    Route Route, string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[]? Body, bool ReachesFunction)
{
    private const int ShownCharacters = 150;

    /// <summary>What a finding calls it.</summary>
    public string Name
    {
        get
        {
            var target = Target.Length > ShownCharacters ? Target[..ShownCharacters] + "…" : Target;
            return $"{Route.Function}, {Method} {target} ({string.Join(", ", Headers.Select(header => header.Key))})";
        }
    }
}
