using System.Security.Cryptography;
using System.Text;
using ContactRelay.Mailboxes;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Secrets;

/// <summary>
/// How logs name a contact: by a keyed hash, which tells two apart and gives neither away. The key is the secret
/// <c>log-hash-key</c>; without it one of this process alone serves.
/// </summary>
public sealed partial class ContactHash(ISecretReader secrets, TimeProvider time, ILogger<ContactHash> logger)
{
    /// <summary>The name of the secret.</summary>
    public const string SecretName = "log-hash-key";

    private const int Bytes = 6;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly byte[] _own = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _gate = new();
    private Current? _current;
    private Task<Current>? _reading;

    /// <summary>The contact's name in logs: 12 hex digits.</summary>
    public async ValueTask<string> OfAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        return current.Hash(Encoding.UTF8.GetBytes($"{key.Tenant}|{key.ContactId}"));
    }

    /// <summary>
    /// The key, read again every ten minutes by one for all; the others go on with the last one meanwhile. Also that there is none is
    /// remembered for a while: a log's line is not worth a call each time.
    /// </summary>
    private ValueTask<Current> CurrentAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is { } fresh && time.GetUtcNow() - fresh.ReadAt < Kept)
            {
                return new(fresh);
            }

            if (_reading is not { IsCompleted: false })
            {
                _reading = ReadAsync(_current);
            }

            return _current is { } last && !_reading.IsCompleted ? new(last) : new(_reading.WaitAsync(cancellationToken));
        }
    }

    /// <summary>A key that was read once is kept while the vault has none: a contact's name in logs changes with its key alone, and then it is said.</summary>
    private async Task<Current> ReadAsync(Current? last)
    {
        var reading = await secrets.ReadAsync(SecretName, CancellationToken.None);
        var (key, now) = (reading.Value is { } value ? Encoding.UTF8.GetBytes(value) : last?.Key ?? _own, time.GetUtcNow());
        if (reading.Value is null && last is not { IsMissing: true })
        {
            Log.Missing(logger, reading.IsPassing ? LogLevel.Warning : LogLevel.Information, reading.Problem, last is null ? "a key of this process alone serves" : "the last one is kept");
        }
        else if (last is not null && !CryptographicOperations.FixedTimeEquals(key, last.Key))
        {
            Log.Changed(logger);
        }

        var current = new Current(key, now, reading.Value is null);
        lock (_gate)
        {
            _current = current;
        }

        return current;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 101, Message = "The key for contacts' names in logs cannot be read, and {Instead}: {Problem}")]
        public static partial void Missing(ILogger logger, LogLevel level, string? problem, string instead);

        [LoggerMessage(102, LogLevel.Warning, "The key for contacts' names in logs has changed: from here on each contact has another name")]
        public static partial void Changed(ILogger logger);
    }

    // A class, so that many may read and write it at once and none sees half of one.
    private sealed class Current(byte[] key, DateTimeOffset readAt, bool isMissing)
    {
        // To set up a keyed hash takes several times as long as to work one out. It is not disposed of with its key, since
        // somebody may still be using it: what it holds goes with it.
        private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

        public byte[] Key => key;

        public DateTimeOffset ReadAt => readAt;

        public bool IsMissing => isMissing;

        public string Hash(ReadOnlySpan<byte> text)
        {
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            lock (_hash)
            {
                _hash.AppendData(text);
                _hash.GetHashAndReset(hash);
            }

            return Convert.ToHexStringLower(hash[..Bytes]);
        }
    }
}
