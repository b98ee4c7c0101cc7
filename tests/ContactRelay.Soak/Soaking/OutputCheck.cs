using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>Looks through what the host has printed: no value, no contact's id, no key, and no error.</summary>
internal sealed class OutputCheck(Findings findings)
{
    private static readonly string[] Secret = ["soak-contact-", "@example.com", Subject.CallerKey, .. Subject.All.Select(subject => subject.ApiKey)];

    private const int LinesOfAnError = 12;

    // What Kestrel says of a NUL in a trailer, before it ends the connection.
    private const string UnreadableRest = "Microsoft.AspNetCore.Server.Kestrel[67]";

    private int _lines;

    /// <summary>How many lines were looked at.</summary>
    public int Lines => _lines;

    /// <summary>Looks through the output of one process.</summary>
    public void Check(string output)
    {
        var lines = output.Split('\n');
        foreach (var (at, line) in lines.Index())
        {
            _lines++;
            if (Secret.Any(secret => line.Contains(secret, StringComparison.Ordinal)))
            {
                findings.Add("a line of the host's output tells a contact's data or a key");
            }
            else if (line.Contains(UnreadableRest, StringComparison.Ordinal))
            {
                continue;
            }
            else if (line.Contains("fail: ", StringComparison.Ordinal) || line.Contains("crit: ", StringComparison.Ordinal) || line.Contains("Unhandled exception", StringComparison.Ordinal))
            {
                // With the exception and the place it comes from, so that a finding need not be found again.
                findings.Add($"the host printed: {string.Join(" | ", lines.Skip(at).Take(LinesOfAnError).Select(printed => printed.Trim()))}");
            }
        }
    }
}
