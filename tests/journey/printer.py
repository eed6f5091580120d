"""A printing system of its own for a journey: CUPS without root's folders, and a printer that keeps what comes.

Debian's cupsd runs in the foreground and listens at a socket only. Its one queue takes what the program sends as it is (PDF) and
hands it to a back end that is a script.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

CUPSD = '/usr/sbin/cupsd'
LPADMIN = '/usr/sbin/lpadmin'
QUEUE = 'clinic'

SERVER = '''\
LogLevel warn
MaxLogSize 0
Listen {folder}/socket
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobFiles No
PreserveJobHistory Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
  </Limit>
</Policy>
'''

FILES = '''\
ServerRoot {folder}/root
ServerBin {folder}/bin
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
DataDir /usr/share/cups
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
SystemGroup {group}
Sandboxing relaxed
'''

# Called as: job, user, title, copies, options, file; without anything to say what it is.
BACKEND = '''\
#!/bin/sh
[ $# -eq 0 ] && {{ echo 'direct paper:/ "Unknown" "Paper"'; exit 0; }}
printf '%s\\n' "$3" >'{folder}/printed/'"$1".title
cat "${{6:--}}" >'{folder}/printed/'"$1".part && mv '{folder}/printed/'"$1".part '{folder}/printed/'"$1".pdf
'''


class Printer:
    """server: what CUPS_SERVER must be for a program that is to print here."""

    def __init__(self, seconds=20):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='nadi-printer-'))
        self.server = str(self.folder / 'socket')
        self.environment = dict(os.environ, CUPS_SERVER=self.server, LC_ALL='C.UTF-8')
        self.process = None
        try:
            self.write_files()
            self.process = subprocess.Popen([CUPSD, '-f', '-c', self.folder / 'cupsd.conf', '-s', self.folder / 'cups-files.conf'],
                                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            end = time.monotonic() + seconds
            while not (self.folder / 'socket').is_socket():
                if self.process.poll() is not None or time.monotonic() > end:
                    raise OSError('the printing system did not start')
                time.sleep(0.02)
            self.admin('-p', QUEUE, '-E', '-v', 'paper:/', '-m', 'raw')
            self.admin('-d', QUEUE)
        except BaseException:
            self.close()
            raise

    def write_files(self):
        for name in ('root', 'bin/backend', 'bin/filter', 'bin/daemon', 'state', 'cache', 'spool/tmp', 'printed'):
            (self.folder / name).mkdir(parents=True)
        (self.folder / 'bin/daemon/cups-exec').symlink_to('/usr/lib/cups/daemon/cups-exec')
        group = 'root' if os.getuid() == 0 else subprocess.check_output(['id', '-gn'], text=True).strip()
        for name, text in (('cupsd.conf', SERVER), ('cups-files.conf', FILES), ('bin/backend/paper', BACKEND)):
            (self.folder / name).write_text(text.format(folder=self.folder, group=group))
        # One that nobody else may run is run as whoever runs cupsd.
        (self.folder / 'bin/backend/paper').chmod(0o700)

    def admin(self, *arguments):
        subprocess.run([LPADMIN, *arguments], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True)

    def papers(self):
        """What was printed, in order."""
        return sorted((self.folder / 'printed').glob('*.pdf'), key=lambda path: int(path.stem))

    def wait_for(self, number, seconds=15):
        """Until so many papers have come whole; the last one."""
        end = time.monotonic() + seconds
        while len(self.papers()) < number:
            if time.monotonic() > end:
                raise OSError('nothing came out of the printer')
            time.sleep(0.01)
        return self.papers()[number - 1]

    def title(self, paper):
        """What the queue called it."""
        return paper.with_suffix('.title').read_text().strip()

    def close(self):
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def read(paper):
    """Its text, as whoever copies it out of a viewer gets it."""
    return subprocess.run(['pdftotext', '-layout', paper, '-'], capture_output=True, text=True, timeout=60, check=True).stdout
