using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace ContactRelay.Tests.Storage;

/// <summary>What Azurite says of the requests it has answered: a line each, in the common log format.</summary>
internal sealed partial class AzuriteLog
{
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _seen = new(StringComparer.Ordinal);

    /// <summary>Takes a line in.</summary>
    public void Add(string line)
    {
        if (Request().Match(line) is { Success: true } match)
        {
            var account = match.Groups["account"].Value;
            _requests.AddOrUpdate(account, 1, (_, count) => count + 1);
            Seen(account).TrySetResult();
        }
    }

    /// <summary>How many requests of this account it has had so far.</summary>
    public int RequestsOf(string account) => _requests.GetValueOrDefault(account);

    /// <summary>Ends once there is a request of this account in it.</summary>
    public Task WaitForAsync(string account) => Seen(account).Task;

    private TaskCompletionSource Seen(string account) =>
        _seen.GetOrAdd(account, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    [GeneratedRegex("\"[A-Z]+ /(?<account>[a-z0-9]+)[/?]")]
    private static partial Regex Request();
}
